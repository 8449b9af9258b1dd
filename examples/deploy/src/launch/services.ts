/** One of the two services of an installation. */
export type Service = {
  /** Its program, from the folder `examples`. */
  readonly main: string
  /** Where it listens, as its own settings say. */
  readonly port: number
  /** Answers with 200 once the service can do its work. */
  readonly readyPath: string
  /** Answers while the process is alive, independent of its upstreams. */
  readonly alivePath: string
}

type Variables = Readonly<Record<string, string | undefined>>

/** What PM2 and systemd know the services as. */
export type ServiceName = 'executor-lite' | 'spark-web'

/** An empty variable counts as not set, as in the services themselves. */
const port = (fallback: number, ...set: readonly (string | undefined)[]): number =>
  Number(set.find((value) => value !== undefined && value !== '') ?? fallback)

const SERVICES: Readonly<Record<ServiceName, (variables: Variables) => Service>> = {
  'executor-lite': ({ PORT }) => ({
    main: 'executor-lite/src/main.ts',
    port: port(4_010, PORT),
    readyPath: '/readyz',
    alivePath: '/healthz',
  }),
  'spark-web': ({ PROXY_PORT, PORT }) => ({
    main: 'proxy/src/main.ts',
    port: port(3_003, PROXY_PORT, PORT),
    // Not a route of the executor: a proxy is ready, and alive, while the executor is away.
    readyPath: '/healthz',
    alivePath: '/healthz',
  }),
}

/** @throws RangeError naming what may be asked for */
export function serviceOf(name: string | undefined, variables: Variables): Service {
  if (name !== 'executor-lite' && name !== 'spark-web') {
    throw new RangeError(`the service must be executor-lite or spark-web, was ${JSON.stringify(name ?? null)}`)
  }
  return SERVICES[name](variables)
}
