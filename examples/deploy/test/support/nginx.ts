import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeLocalCertificate } from '../../src/nginx/local-certificate.ts'
import type { SiteSettings } from '../../src/nginx/site.ts'
import { writeSite } from '../../src/nginx/write-site.ts'
import { freePort } from './free-port.ts'
import { run } from './programs.ts'

/** Of the system, not of a package. */
const NGINX = 'nginx'

export const SERVER_NAME = 'desk.test'

/** A real nginx with this kit's own files, on free ports of the loopback. */
export type Nginx = {
  readonly httpPort: number
  readonly httpsPort: number
  /** PEM of the certificate, to be trusted. */
  readonly certificate: string
  /** Where the certificate lies. */
  readonly certificateFile: string
  readonly acmeDir: string
  log(name: 'nginx-access.log' | 'nginx-error.log'): string
  close(): Promise<void>
}

/** One process that stays in front, writes only below its folder and needs no root. */
function writeMainFile(folder: string): string {
  const file = path.join(folder, 'nginx.conf')
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${folder}/tmp/${n};`)
  writeFileSync(
    file,
    `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/main-error.log notice;
events { worker_connections 512; }
http {
  access_log off;
  ${places.join('\n  ')}
  include ${folder}/conf.d/*.conf;
  include ${folder}/sites-available/*.conf;
}
`,
  )
  return file
}

/**
 * Starts it in front of `upstreamPort` and returns when it accepts connections.
 *
 * @param clientAuthority - PEM of the authority that signs the certificates of clients; without it none is requested
 */
export async function startNginx(upstreamPort: number, clientAuthority?: string): Promise<Nginx> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-nginx-'))
  const [httpPort, httpsPort] = [await freePort(), await freePort()]
  const settings: SiteSettings = {
    serverName: SERVER_NAME,
    upstream: `127.0.0.1:${upstreamPort}`,
    httpListen: `127.0.0.1:${httpPort}`,
    httpsListen: `127.0.0.1:${httpsPort}`,
    ipv6: false,
    clientCertificates: clientAuthority !== undefined,
    certificateDir: path.join(folder, 'tls'),
    acmeDir: path.join(folder, 'acme'),
    logDir: path.join(folder, 'log'),
    includeDir: path.join(folder, 'tezgah'),
  }
  for (const name of ['log', 'tmp', 'acme/.well-known/acme-challenge'])
    mkdirSync(path.join(folder, name), { recursive: true })
  const { certificate } = writeLocalCertificate(settings.certificateDir, SERVER_NAME)
  if (clientAuthority !== undefined) writeFileSync(path.join(settings.certificateDir, 'clients.pem'), clientAuthority)
  writeSite(folder, settings)
  const mainFile = writeMainFile(folder)
  const checked = run(NGINX, ['-t', '-q', '-p', folder, '-c', mainFile])
  if (checked.status !== 0) throw new Error(`nginx refuses its configuration: ${checked.output}`)
  const child = spawn(NGINX, ['-p', folder, '-c', mainFile], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  })
  await untilAccepting(child, httpsPort)
  return {
    httpPort,
    httpsPort,
    certificate: readFileSync(certificate, 'utf8'),
    certificateFile: certificate,
    acmeDir: settings.acmeDir,
    log: (name) => readFileSync(path.join(settings.logDir, name), 'utf8'),
    close: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilAccepting(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (outcome) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}
