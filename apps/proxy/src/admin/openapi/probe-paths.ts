const text = { 'text/plain': { schema: { type: 'string' } } };

function probe(operationId: string, summary: string, responses: object): object {
  return { get: { operationId, summary, security: [{}], responses } };
}

/** What is there for everybody, below no version: its paths are agreed on elsewhere. */
export const probePathItems = {
  '/livez': probe('livez', 'Whether the process works at all. Never looks at an endpoint.', {
    '200': { description: 'It does.', content: text },
  }),
  '/readyz': probe('readyz', 'Whether it should get requests.', {
    '200': { description: 'It should.', content: text },
    '503': { description: 'It is shutting down, or none of its workers serves.', content: text },
  }),
  '/metrics': probe('metrics', 'What Prometheus scrapes.', {
    '200': { description: 'Every series, in the text format of Prometheus.', content: text },
  }),
};
