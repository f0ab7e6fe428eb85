/** What the tables of `docs/configuration.md` cannot say. */
export const preamble = `# Configuration

<!-- Generated from the schema in packages/config by \`pnpm generate\`. Change it there. -->

One YAML file, in which everything stands under \`proxy\`. This is a whole one:

\`\`\`yaml
proxy:
  listen:
    address: 127.0.0.1
    port: '8080' # a number or a quoted number
  services:
    - name: my-service
      domain: my-service.my-company.com
      hosts:
        - address: 127.0.0.1
          port: '9090'
\`\`\`

Everything else is optional. [examples/](../examples) has a file for each of the usual situations, and
\`hostler check -c config.yaml\` reports all the mistakes of a file at once, each on a line of its own:

    config.yaml:12:15 proxy.services[0].hosts[1].port: got 70000, expected a port from 1 to 65535. Fix: use the port that the instance listens on, from 1 to 65535

For completion and checks while typing, write the JSON Schema to a file (\`hostler schema > hostler.schema.json\`) and
begin the configuration with \`# yaml-language-server: $schema=hostler.schema.json\`. The schema of this version is
[packages/config/schema/hostler.schema.json](../packages/config/schema/hostler.schema.json).

A valid file may still hold what is hardly meant: a route that no request can take, a timeout that ends before
another one can, a setting without effect. \`hostler check\` tells of that too, with the same places, as warnings.

## How values are written

- **Durations** carry a unit: \`250ms\`, \`30s\`, \`5m\`, \`1h\`, \`7d\`. \`off\` is no limit; 0 is refused, so that nobody
  has to know what it means. Limits of requests have \`off\` too.
- **Sizes** carry a unit too: \`512B\`, \`64KiB\`, \`10MiB\`, \`1GiB\`.
- **Percentages** are numbers from 0 to 100, with or without \`%\`.
- **Numbers and booleans** may stand in quotes.
- **Wildcards** belong in quotes: \`'*.example.com'\`. Without them YAML takes the star for an alias.
- **Unknown keys** are errors, and so is a key that is there twice.
- **Anchors, aliases and merge keys** (\`<<\`) work. A mistake in an anchored block is shown where it was written.

## The environment

\`\${NAME}\` inside a string value is replaced by the variable, after the YAML was parsed, so that a value can never
change the structure of the file. \`\${NAME:-default}\` has a default for a variable that is unset or empty. A variable
that is unset and has no default is an error at its line. \`$$\` is a dollar sign.

Secrets (\`secret\`, \`admin.token\`) belong there: \`'\${HOSTLER_SECRET:-}'\` takes the variable where there is one, and an
empty one counts as not set. Messages never show them.

## Defaults and services

What is written in \`proxy.defaults\` holds for all services, and a service may say otherwise: maps are merged key by
key, also inside one another, and lists are replaced. Where the table says so a block is \`on\` or \`off\` while nobody
writes it; \`{}\` turns it on with its defaults, \`false\` turns it off, and a service may turn on again what the defaults
turned off. \`hosts\` are a service's own, and \`discovery\` in the defaults only fills in what a service with
\`discovery\` leaves out.

## Hosts and paths

A service has \`domain\` or \`domains\`, with \`path\` and \`stripPrefix\` beside them, or it has \`routes\`, or it is the
\`default\` one. Of all the routes the most specific host wins (the exact one, then the longest wildcard, then the default
service), and of its routes the longest path. There is no falling back to a less specific host. Each pair of domain and
path leads to one service; two claims on it are an error.`;
