import { describe, expect, it } from 'vitest';
import { dnsName, hostName } from './name.ts';

describe('dnsName', () => {
  it.each([
    ['Shop.internal.', 'shop.internal'],
    ['_http._tcp.shop.internal', '_http._tcp.shop.internal'],
  ])('reads %s as %s', (written, value) => {
    expect(dnsName.parse(written)).toEqual({ ok: true, value });
  });

  it.each([
    ['10.0.0.1', 'write IP addresses under hosts: there is nothing to look up'],
    ['::1', 'write IP addresses under hosts: there is nothing to look up'],
    ['http://shop.internal', 'write the name alone, in full, without scheme and port'],
    ['shop.internal:80', 'write the name alone, in full, without scheme and port'],
    ['', 'write the name alone, in full, without scheme and port'],
    [7, 'write the name alone, in full, without scheme and port'],
  ])('refuses %j', (written, fix) => {
    expect(dnsName.parse(written)).toEqual({ ok: false, fix });
  });
});

describe('hostName', () => {
  it.each([
    ['Admin.example.com', 'admin.example.com'],
    ['10.0.0.1', '10.0.0.1'],
    ['::1', '[::1]'],
  ])('reads %s as %s', (written, value) => {
    expect(hostName.parse(written)).toEqual({ ok: true, value });
  });

  it.each(['admin.example.com:9901', '*.example.com', '', null])('refuses %j', (written) => {
    const fix = 'write one name such as admin.example.com, without scheme and port';
    expect(hostName.parse(written)).toEqual({ ok: false, fix });
  });
});
