/** One sort of request, and what must come back. */
export interface RequestKind {
  readonly name: string;
  /** How often it is drawn, in proportion to the others. */
  readonly weight: number;
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'POST';
  /** Path and query, which tell the instance what to do. */
  readonly path: string;
  /** Length of the request's body; null sends none. @unit bytes */
  readonly bodyBytes: number | null;
  /** Length of the patterned body that comes back; null for the echo of the request. @unit bytes */
  readonly answerBytes: number | null;
  /** May be sent again (RFC 9110 9.2.2), so that no failure of an instance may show. */
  readonly idempotent: boolean;
  /** The instance breaks the response off: whoever takes it for whole was deceived. */
  readonly cut: boolean;
}

const PLAIN = { bodyBytes: null, answerBytes: null, cut: false };
const KIB = 1_024;

/** Above the 64 KiB that the proxy keeps for another attempt. */
const BEYOND_REPLAY_BYTES = 256 * KIB;

/** What clients send all the time. The idempotent ones all fit the proxy's replay buffer: larger ones it may fail. */
export const STEADY: readonly RequestKind[] = [
  { ...PLAIN, name: 'GET', weight: 35, method: 'GET', path: '/small', idempotent: true },
  {
    ...PLAIN,
    name: 'GET of 64 KiB',
    weight: 12,
    method: 'GET',
    path: '/large?size=64KiB',
    answerBytes: 64 * KIB,
    idempotent: true,
  },
  {
    ...PLAIN,
    name: 'GET that drips',
    weight: 5,
    method: 'GET',
    path: '/drip?size=4KiB&chunked=1&drip=300ms',
    answerBytes: 4 * KIB,
    idempotent: true,
  },
  {
    ...PLAIN,
    name: 'GET with a body',
    weight: 5,
    method: 'GET',
    path: '/q',
    bodyBytes: 200,
    idempotent: true,
  },
  {
    ...PLAIN,
    name: 'PUT of 8 KiB',
    weight: 10,
    method: 'PUT',
    path: '/put',
    bodyBytes: 8 * KIB,
    idempotent: true,
  },
  { ...PLAIN, name: 'DELETE', weight: 5, method: 'DELETE', path: '/gone', idempotent: true },
  { ...PLAIN, name: 'POST without a body', weight: 8, method: 'POST', path: '/go', idempotent: false },
  {
    ...PLAIN,
    name: 'POST of 1 KiB',
    weight: 15,
    method: 'POST',
    path: '/add',
    bodyBytes: KIB,
    idempotent: false,
  },
  {
    ...PLAIN,
    name: 'POST of 256 KiB',
    weight: 5,
    method: 'POST',
    path: '/upload',
    bodyBytes: BEYOND_REPLAY_BYTES,
    idempotent: false,
  },
];

/** Responses of every framing that the instance resets in their middle. */
export const CUT: readonly RequestKind[] = ['', '&chunked=1', '&close-delimited=1'].map((framing) => ({
  ...PLAIN,
  name: 'GET that is cut',
  weight: 5,
  method: 'GET',
  path: `/cut?size=64KiB&reset=middle${framing}`,
  answerBytes: 64 * KIB,
  idempotent: true,
  cut: true,
}));

/** One of `kinds` by weight. @param random from [0, 1) @throws when there is none */
export function draw(kinds: readonly RequestKind[], random: number): RequestKind {
  let left = random * kinds.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = kinds.find(({ weight }) => (left -= weight) < 0);
  if (drawn === undefined) throw new Error('nothing to draw from');
  return drawn;
}
