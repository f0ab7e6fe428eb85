/** What reading a value comes to: the value, or words for what would have been right. */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };
