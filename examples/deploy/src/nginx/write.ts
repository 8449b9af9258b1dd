import path from 'node:path'
import { parseArgs } from 'node:util'
import { DEBIAN_SITE } from './site.ts'
import { writeSite } from './write-site.ts'

const USAGE = `usage: node examples/deploy/src/nginx/write.ts --name desk.example.com [--out /etc/nginx]
         [--upstream 127.0.0.1:3003] [--no-ipv6] [--client-certificates]`

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    out: { type: 'string', default: '/etc/nginx' },
    upstream: { type: 'string', default: DEBIAN_SITE.upstream },
    'no-ipv6': { type: 'boolean', default: false },
    'client-certificates': { type: 'boolean', default: false },
  },
})

if (values.name === undefined) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const settings = {
    ...DEBIAN_SITE,
    serverName: values.name,
    upstream: values.upstream,
    ipv6: !values['no-ipv6'],
    clientCertificates: values['client-certificates'],
    includeDir: path.join(path.resolve(values.out), 'tezgah'),
  }
  for (const file of writeSite(path.resolve(values.out), settings)) console.log(file)
}
