import { Counter, type Registry } from 'prom-client'
import { catalogue, STATUS_CLASSES } from './catalogue.ts'

/** A route of a service, as its router spells it. */
export type HttpRoute = {
  /** In upper case: `GET`. */
  readonly method: string
  /** The pattern, not the path of a request: `/backtest/:id`. */
  readonly route: string
}

/** A request that was answered. */
export type HttpAnswer = {
  readonly method: string
  /** The pattern that matched; `undefined` when none did. */
  readonly route: string | undefined
  /** 100 to 599. */
  readonly statusCode: number
}

/** Most routes that a service may name: with five classes of status each they stay a few hundred time series. */
const MAX_ROUTES = 100

const NAME = 'executor_http_requests_total'
const OTHER = 'other'

/**
 * The counter of HTTP requests. What is not one of these routes counts as method `other`, route `other`, so that no
 * request can invent a time series.
 *
 * @throws RangeError if there are more than 100
 */
export function httpRequestCounter(registry: Registry, routes: readonly HttpRoute[]): (answer: HttpAnswer) => void {
  if (routes.length > MAX_ROUTES) throw new RangeError(`routes: at most ${MAX_ROUTES}, were ${routes.length}`)
  const { help, labels } = catalogue[NAME]
  const counter = new Counter({ name: NAME, help, labelNames: Object.keys(labels), registers: [registry] })
  const known = new Map(routes.map(({ method, route }) => [`${method} ${route}`, { method, route }]))
  const other = { method: OTHER, route: OTHER }
  for (const labelled of [...known.values(), other]) {
    for (const status_class of STATUS_CLASSES) counter.inc({ ...labelled, status_class }, 0)
  }
  return ({ method, route, statusCode }) => {
    const status_class = STATUS_CLASSES[Math.floor(statusCode / 100) - 1]
    if (status_class === undefined) throw new RangeError(`${NAME}: statusCode must be 100 to 599, was ${statusCode}`)
    counter.inc({ ...(known.get(`${method} ${route}`) ?? other), status_class })
  }
}
