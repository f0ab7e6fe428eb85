/** The field that names a request, in lower case. A number of its own for each: one that comes twice was repeated. */
export const REQUEST_ID_FIELD = 'x-bench-id';
