import { describe, expect, it } from 'vitest';
import { method, requestTarget, requestUrl } from './request-line.ts';

describe('requestTarget', () => {
  it.each(['/', '/healthz?full=1', '/a%2Fb/../c', '/[x]'])('takes %s as it is', (value) => {
    expect(requestTarget.parse(value)).toEqual({ ok: true, value });
  });

  it.each([
    ['healthz', 'write /healthz'],
    ['http://a/healthz', 'leave out scheme and host'],
    ['/a b', 'escape spaces and everything beyond ASCII, as in a%20b'],
    ['/a\r\nX: y', 'escape spaces and everything beyond ASCII, as in a%20b'],
    ['/a#b', 'leave out the fragment: it is never sent'],
    [7, 'write a path that begins with /'],
  ])('refuses %j', (value, fix) => {
    expect(requestTarget.parse(value)).toEqual({ ok: false, fix });
  });
});

describe('requestUrl', () => {
  it.each(['http://shop.example.com', 'https://[::1]:8080/x/../y?z'])('takes %s as it is', (value) => {
    expect(requestUrl.parse(value)).toEqual({ ok: true, value });
  });

  it.each([
    ['/api', 'begin with http:// and the host, such as http://shop.example.com/api'],
    ['shop.example.com/api', 'begin with http:// and the host, such as http://shop.example.com/api'],
    ['http:///api', 'begin with http:// and the host, such as http://shop.example.com/api'],
    ['ws://a/', 'begin with http:// and the host, such as http://shop.example.com/api'],
    ['http://a/b c', 'escape spaces and everything beyond ASCII, as in a%20b'],
    [undefined, 'begin with http:// and the host, such as http://shop.example.com/api'],
  ])('refuses %j', (value, fix) => {
    expect(requestUrl.parse(value)).toEqual({ ok: false, fix });
  });
});

describe('method', () => {
  it.each(['GET', 'M-SEARCH'])('takes %s', (value) => {
    expect(method.parse(value)).toEqual({ ok: true, value });
  });

  it.each([
    ['post', 'write POST'],
    ['', 'write a method such as GET'],
    ['GET /', 'write a method such as GET'],
    [1, 'write a method such as GET'],
  ])('refuses %j', (value, fix) => {
    expect(method.parse(value)).toEqual({ ok: false, fix });
  });
});
