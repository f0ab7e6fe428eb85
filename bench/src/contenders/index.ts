import type { Contender } from '../contender.ts';
import { caddy } from './caddy.ts';
import { haproxy } from './haproxy.ts';
import { hostler } from './hostler.ts';
import { nginx } from './nginx.ts';
import { NODE_PEERS } from './peers.ts';

/** Everybody who can take part, in the order of their turns in the first round. */
export const CONTENDERS: readonly Contender[] = [hostler, ...NODE_PEERS, nginx, haproxy, caddy];
