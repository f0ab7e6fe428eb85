import { describe, expect, it } from 'vitest';
import { announcesUpgrade, connectionOptions } from './connection-options.ts';

describe('connectionOptions', () => {
  it('RFC 9110 7.6.1: knows options in any case and with whitespace around them', () => {
    expect(connectionOptions('Keep-Alive ,\tCLOSE,x')).toEqual(['keep-alive', 'close', 'x']);
  });

  it('does not take NBSP, which is a byte of the option, for whitespace', () => {
    expect(connectionOptions('close\xa0')).toEqual(['close\xa0']);
  });
});

describe('announcesUpgrade', () => {
  it.each([
    { name: 'both', headers: ['Upgrade', 'websocket', 'Connection', 'Upgrade'], announces: true },
    {
      name: 'both in other cases and a list',
      headers: ['CONNECTION', 'x, upgrade', 'upgrade', 'x'],
      announces: true,
    },
    { name: 'no option', headers: ['Upgrade', 'websocket', 'Connection', 'close'], announces: false },
    { name: 'no field', headers: ['Connection', 'Upgrade'], announces: false },
    { name: 'an empty field', headers: ['Upgrade', '', 'Connection', 'Upgrade'], announces: false },
    { name: 'nothing', headers: [], announces: false },
  ])('RFC 9110 7.8: with $name it is $announces', ({ headers, announces }) => {
    expect(announcesUpgrade(headers)).toBe(announces);
  });
});
