import { execFileSync } from 'node:child_process'

/** A certificate that nobody has the key of, as PEM. Needs the program openssl. */
export function makeCertificate(): string {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-keyout', '/dev/null', '-subj', '/CN=ada', '-days', '2']
  return execFileSync('openssl', [...args, ...subject], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}
