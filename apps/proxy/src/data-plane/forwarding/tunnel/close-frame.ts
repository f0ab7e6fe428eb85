/** "Going away" (RFC 6455 7.4.1). */
const goingAway = Buffer.from([0x03, 0xe9]);

/** Tells a client that we go away. From a server: not masked (RFC 6455 5.1). */
export const closeFrameToClient = Buffer.concat([Buffer.from([0x88, 0x02]), goingAway]);

/** The same for an endpoint. From a client: masked, with a mask of zeros, since nothing in it is anybody's secret. */
export const closeFrameToEndpoint = Buffer.concat([Buffer.from([0x88, 0x82, 0, 0, 0, 0]), goingAway]);
