import type { paths } from './contract.d.ts'
import type { Immutable } from './documents.ts'
import type { Request } from './request.ts'
import { trustedRisk, trustedSpot, trustedVerdict } from './trusted-values.ts'

type Method = 'get' | 'post' | 'delete'
/** Paths of the executor that have this method. */
type PathOf<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends Record<M, object> ? Path : never
}[keyof paths]
type Operation<M extends Method, Path extends PathOf<M>> = paths[Path][M]

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never
type Success<Responses> = Json<Responses[keyof Responses & (200 | 201)]>
type Answer<Of> = Of extends { responses: infer Responses } ? Immutable<Success<Responses>> : never

type BodyOf<Of> = Of extends { requestBody?: infer Sent }
  ? Exclude<Sent, undefined> extends { content: { 'application/json': infer Body } }
    ? [Exclude<Sent, undefined>] extends [never]
      ? unknown
      : { readonly body: Immutable<Body> }
    : unknown
  : unknown

type Options<Of> = { readonly signal?: AbortSignal; readonly idempotencyKey?: string } & (Of extends {
  parameters: { path: infer Path extends object }
}
  ? { readonly path: Path }
  : unknown) &
  (Of extends { parameters: { query?: infer Query } } ? { readonly query?: Query | undefined } : unknown) &
  BodyOf<Of>

type AnyOptions = {
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

/**
 * The executor's routes with the types of its contract. Each call rejects with an ApiError, or with an AbortError when
 * aborted. Where the session has ended or a password is needed again, the dialog for that opens and the request is sent once
 * more; it rejects with the first refusal where the dialog is closed.
 */
export interface Api {
  get<Path extends PathOf<'get'>>(
    path: Path,
    options: Options<Operation<'get', Path>>,
  ): Promise<Answer<Operation<'get', Path>>>
  post<Path extends PathOf<'post'>>(
    path: Path,
    options: Options<Operation<'post', Path>>,
  ): Promise<Answer<Operation<'post', Path>>>
  delete<Path extends PathOf<'delete'>>(
    path: Path,
    options: Options<Operation<'delete', Path>>,
  ): Promise<Answer<Operation<'delete', Path>>>
}

const TRUSTED: { readonly [Path in keyof paths]?: (answer: never) => unknown } = {
  '/risk': trustedRisk,
  '/risk/kill': trustedRisk,
  '/risk/rearm': trustedRisk,
  '/risk/rearm/{id}/approve': trustedRisk,
  '/audit/verify': trustedVerdict,
  '/spot': trustedSpot,
}

/** The address of a route at this page's server: `addressOfRoute('/backtest/{id}/events', { id })`. */
export function addressOfRoute(
  route: keyof paths,
  path: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])))
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/api${filled}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`
}

function initOf(method: Method, { signal, idempotencyKey, body }: AnyOptions): RequestInit {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
  return {
    ...(method !== 'get' && { method: method.toUpperCase(), headers }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }
}

export function createApi(request: Request): Api {
  const send = async (method: Method, route: keyof paths, options: AnyOptions): Promise<never> => {
    const answer = await request(addressOfRoute(route, options.path, options.query), initOf(method, options))
    return (TRUSTED[route]?.(answer as never) ?? answer) as never
  }
  return {
    get: (path, options) => send('get', path, options),
    post: (path, options) => send('post', path, options),
    delete: (path, options) => send('delete', path, options),
  }
}
