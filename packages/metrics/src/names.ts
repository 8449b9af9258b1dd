/** A route of a service, as its router spells it. */
export type HttpRoute = {
  /** In upper case: `GET`. */
  readonly method: string
  /** The pattern, not the path of a request: `/backtest/:id`. */
  readonly route: string
}

/** The label values that a service names when it creates its metrics. */
export type Names = {
  /** Every route of the service; HEAD belongs to GET. None when absent. */
  readonly routes?: readonly HttpRoute[]
  /** Every policy that may give a verdict. None when absent. */
  readonly policies?: readonly string[]
  /** Every pair whose stream is watched. None when absent. */
  readonly symbols?: readonly string[]
}

/** What counts for every value that was not named. */
export const OTHER = 'other'

type Labels = Readonly<Record<string, string>>

/** Short, and nothing that the exposition would escape, so that its size is bounded. */
const VALUE = /^[ !#-[\]-~]{1,48}$/

/**
 * By the labels that a metric leaves open, joined by a comma: all their values, the catch-all last.
 *
 * @throws RangeError if a value is empty, longer than 48 characters, not printable ASCII, or has a quote or backslash
 */
export function namedLabels({
  routes = [],
  policies = [],
  symbols = [],
}: Names): Readonly<Record<string, readonly Labels[]>> {
  const http = routes.map(({ method, route }) => ({ method: countedMethod(method), route }))
  return {
    'method,route': closed('routes', http, { method: OTHER, route: OTHER }),
    policy: closed(
      'policies',
      policies.map((policy) => ({ policy })),
      { policy: OTHER },
    ),
    symbol: closed(
      'symbols',
      symbols.map((symbol) => ({ symbol })),
      { symbol: OTHER },
    ),
  }
}

/** HEAD is GET without its body, and a series of its own for each route would only fill the budget. */
export function countedMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method
}

function closed(option: string, named: readonly Labels[], other: Labels): Labels[] {
  for (const value of named.flatMap((labels) => Object.values(labels))) {
    if (typeof value === 'string' && VALUE.test(value)) continue
    const received = JSON.stringify(String(value).slice(0, 64))
    throw new RangeError(`${option}: 1 to 48 printable ASCII characters without quote and backslash, was ${received}`)
  }
  const distinct = new Map([...named, other].map((labels) => [JSON.stringify(labels), labels]))
  return [...distinct.values()]
}
