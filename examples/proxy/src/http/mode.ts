/**
 * How the proxy is reached. `local`: by this machine's own user, straight over the loopback. `shared`: by people who sign in,
 * through a proxy that ends TLS.
 */
export type Mode = { readonly kind: 'local' } | SharedMode

export type SharedMode = {
  readonly kind: 'shared'
  /** The one origin that browsers know the desk by, such as `https://desk.example.com`. */
  readonly publicOrigin: URL
  /** Proxies between clients and this process, at least 1. */
  readonly trustedHops: number
  /** Whether the proxy in front checks client certificates and passes them on. */
  readonly clientCertificates: boolean
}
