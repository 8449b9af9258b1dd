import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'

const DAYS = 90
/** Of the system, not of a package. */
const OPENSSL = 'openssl'

/**
 * Makes `fullchain.pem` and `privkey.pem` (EC P-256, for 90 days) for a name that only this machine and holders of the
 * certificate trust. `openssl` must be installed.
 *
 * @throws Error when files are there already, so that a real certificate is never written over
 */
export function writeLocalCertificate(folder: string, name: string): { readonly certificate: string } {
  const certificate = path.join(folder, 'fullchain.pem')
  const key = path.join(folder, 'privkey.pem')
  for (const file of [certificate, key]) {
    if (existsSync(file)) throw new Error(`${file} exists already; move it away first`)
  }
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  execFileSync(
    OPENSSL,
    // biome-ignore format: one option a line says less than one line an idea
    [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', String(DAYS),
      '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-addext', 'extendedKeyUsage=serverAuth',
      '-keyout', key, '-out', certificate,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  chmodSync(key, 0o600)
  return { certificate }
}
