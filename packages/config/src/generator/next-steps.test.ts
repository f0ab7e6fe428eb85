import { expect, it } from 'vitest';
import { ConfigInvalid } from '../define-config.ts';
import { nextSteps } from './next-steps.ts';

it('says how to start the proxy and how to send it a request', () => {
  expect(
    nextSteps({ subDomain: 'shop', ingressPort: 8081, companyDomain: 'example.com' }, './config.yaml'),
  ).toEqual({
    start: 'hostler start -c ./config.yaml',
    curl: "curl -H 'Host: shop.example.com' http://127.0.0.1:8081/",
  });
});

it('quotes a file for the shell, and takes another way to call the program', () => {
  expect(nextSteps({}, "it's mine.yaml", 'pnpm hostler').start).toBe(
    String.raw`pnpm hostler start -c 'it'\''s mine.yaml'`,
  );
});

it('leaves a port open that only the running proxy knows', () => {
  expect(nextSteps({ ingressPort: 0 }, 'c.yaml').curl).toContain('http://127.0.0.1:<port>/');
});

it('refuses what cannot be generated', () => {
  expect(() => nextSteps({ subDomain: "'; rm" }, 'c.yaml')).toThrow(ConfigInvalid);
});
