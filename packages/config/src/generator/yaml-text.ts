/** One service as the generator writes it. */
export interface ServiceText {
  readonly name: string;
  readonly domains: readonly string[];
  readonly endpoints: readonly { readonly address: string; readonly port: number }[];
}

/** One service in the format of the README, as an entry of `proxy.services`. */
export function serviceText({ name, domains, endpoints }: ServiceText): string {
  const [first = '', ...others] = domains;
  const routes =
    others.length === 0
      ? [`      domain: ${scalar(first)}`]
      : ['      domains:', ...domains.map((domain) => `        - ${scalar(domain)}`)];
  const hosts = endpoints.flatMap(({ address, port }) => [
    `        - address: ${scalar(address)}`,
    `          port: '${port}'`,
  ]);
  return [`    - name: ${scalar(name)}`, ...routes, '      hosts:', ...hosts].join('\n');
}

const plainWord = /^[A-Za-z][\w.-]*$/;
const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;
/** What YAML, of this version or an older one, takes for something else than text. */
const notText = /^(true|false|null|yes|no|on|off|y|n|e-?\d+)$/i;

/** Text as a YAML value, in quotes only where it needs them. */
export function scalar(text: string): string {
  const plain = (plainWord.test(text) && !notText.test(text)) || ipv4.test(text);
  return plain ? text : `'${text.replaceAll("'", "''")}'`;
}
