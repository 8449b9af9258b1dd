/** What differs from one installation to the next. */
export type SiteSettings = {
  /** The one name that browsers use, in lower case, without a port. */
  readonly serverName: string
  /** `127.0.0.1:3003` and the like: where spark-web listens. */
  readonly upstream: string
  /** What `listen` gets: a port, or `address:port`. */
  readonly httpListen: string
  readonly httpsListen: string
  /** Also listen on IPv6. Off where the machine has none: nginx would refuse to start. */
  readonly ipv6: boolean
  /** Whether browsers may show certificates of the authorities in `clients.pem`. */
  readonly clientCertificates: boolean
  /** Folder of `fullchain.pem`, `privkey.pem` and, where clients have certificates, `clients.pem`. */
  readonly certificateDir: string
  /** Folder that ACME challenges are served from. */
  readonly acmeDir: string
  readonly logDir: string
  /** Folder where the `.inc` files will lie. */
  readonly includeDir: string
}

/** An installation on Debian, but for its name. */
export const DEBIAN_SITE: Omit<SiteSettings, 'serverName'> = {
  upstream: '127.0.0.1:3003',
  httpListen: '80',
  httpsListen: '443',
  ipv6: true,
  clientCertificates: false,
  certificateDir: '/etc/tezgah/tls',
  acmeDir: '/var/www/acme',
  logDir: '/var/log/tezgah',
  includeDir: '/etc/nginx/tezgah',
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
const ADDRESS = /^([0-9.]+:)?\d{1,5}$/
const UPSTREAM = /^127\.0\.0\.1:\d{1,5}$/
const FOLDER = /^\/[\w./-]*$/

/**
 * Puts the settings into the text of one of the files in `nginx/`.
 *
 * @throws RangeError naming the setting that could break out of its place in the file, or a placeholder that is unknown
 */
export function renderSite(template: string, settings: SiteSettings): string {
  const values = placeholders(settings)
  const lines = settings.ipv6 ? template : template.replaceAll(/^\s*listen \[::\].*\n/gm, '')
  return lines.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new RangeError(`@${name}@ is not a placeholder of this kit`)
    return value
  })
}

function placeholders(settings: SiteSettings): ReadonlyMap<string, string> {
  const port = (listen: string): string => listen.slice(listen.lastIndexOf(':') + 1)
  return new Map([
    ['SERVER_NAME', checked('serverName', settings.serverName, HOST_NAME)],
    ['UPSTREAM', checked('upstream', settings.upstream, UPSTREAM)],
    ['HTTP_LISTEN', checked('httpListen', settings.httpListen, ADDRESS)],
    ['HTTPS_LISTEN', checked('httpsListen', settings.httpsListen, ADDRESS)],
    ['HTTP_PORT', port(settings.httpListen)],
    ['HTTPS_PORT', port(settings.httpsListen)],
    ['CERTIFICATE_DIR', checked('certificateDir', settings.certificateDir, FOLDER)],
    ['ACME_DIR', checked('acmeDir', settings.acmeDir, FOLDER)],
    ['LOG_DIR', checked('logDir', settings.logDir, FOLDER)],
    ['INCLUDE_DIR', checked('includeDir', settings.includeDir, FOLDER)],
  ])
}

function checked(name: string, value: string, allowed: RegExp): string {
  if (allowed.test(value)) return value
  throw new RangeError(`${name} must match ${allowed.source}, was ${JSON.stringify(value).slice(0, 80)}`)
}
