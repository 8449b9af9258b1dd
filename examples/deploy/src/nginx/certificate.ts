import { parseArgs } from 'node:util'
import { writeLocalCertificate } from './local-certificate.ts'

const { values } = parseArgs({
  options: { name: { type: 'string' }, out: { type: 'string', default: '/etc/tezgah/tls' } },
})

if (values.name === undefined || !/^[a-z0-9.-]{1,253}$/.test(values.name)) {
  console.error('usage: node examples/deploy/src/nginx/certificate.ts --name desk.example.com [--out folder]')
  process.exitCode = 2
} else {
  try {
    console.log(writeLocalCertificate(values.out, values.name).certificate)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
