import { describe, expect, it } from 'vitest';
import { compileFieldSet } from './field-set.ts';

describe('compileFieldSet', () => {
  const set = compileFieldSet(['te', 'keep-alive', 'proxy-*'], ['proxy-status']);

  it.each([
    { name: 'TE', member: true },
    { name: 'Keep-Alive', member: true },
    { name: 'Proxy-Authorization', member: true },
    { name: 'PROXY-', member: true },
    { name: 'Proxy-Status', member: false },
    { name: 'Proxy', member: false },
    { name: 'Keep-Alive2', member: false },
    { name: 'ta', member: false },
    { name: '', member: false },
  ])('has $name: $member', ({ name, member }) => {
    expect(set.has(name)).toBe(member);
  });

  it('takes an underscore for a hyphen, as applications behind CGI do', () => {
    expect(set.has('Keep_Alive')).toBe(true);
    expect(set.has('proxy_authorization')).toBe(true);
    expect(set.has('Proxy_Status')).toBe(false);
  });

  it('is empty when nothing is in it', () => {
    expect(compileFieldSet([]).has('')).toBe(false);
  });
});
