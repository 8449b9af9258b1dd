import { describe, expect, it } from 'vitest'
import { allowedQuery, FORWARDED_ROUTES, fillPath, routesOf } from '../../src/upstream/routes.ts'

const find = (method: string, path: string) =>
  FORWARDED_ROUTES.find((route) => route.method === method && route.path === path)

describe('routes', () => {
  it.each([
    ['POST', '/api/risk/kill'],
    ['POST', '/api/risk/rearm'],
    ['POST', '/api/risk/rearm/:id/approve'],
    ['POST', '/api/proposals/:id/approve'],
    ['POST', '/api/proposals/:id/reject'],
    ['POST', '/api/proposals/:id/emergency'],
    ['POST', '/api/overrides/:id/approve'],
  ])('%s %s takes a person of risk who has just shown it', (method, path) => {
    expect(find(method, path)?.access).toEqual({ role: 'risk', stepUp: true })
  })

  it('what the executor shows to anybody is for viewers here, and only two addresses are for anybody', () => {
    expect(find('GET', '/api/strategies')?.access).toEqual({ role: 'viewer', stepUp: false })
    const open = FORWARDED_ROUTES.filter(({ access }) => access.role === null)
    expect(open.map(({ path }) => path)).toEqual(['/api/public/healthz', '/api/public/metrics/prom'])
  })

  it('know streams and uploads', () => {
    expect(find('GET', '/api/backtest/:id/events')?.kind).toBe('stream')
    expect(find('POST', '/api/datasets')?.kind).toBe('upload')
    expect(find('POST', '/api/backtest/start')?.kind).toBe('plain')
  })
})

it('refuses a document of another form', () => {
  expect(() => routesOf({ paths: { '/x': { get: { responses: 3 } } } })).toThrow(/responses/)
})

describe('a path', () => {
  it.each([
    ['abc', '/x/abc/y'],
    ['a.b-c_d', '/x/a.b-c_d/y'],
    ['..', null],
    ['a..b', null],
    ['.a', null],
    ['a/b', null],
    ['a%2fb', null],
    ['', null],
    ['a'.repeat(65), null],
  ])('with the id "%s" is %s', (id, path) => {
    expect(fillPath('/x/:id/y', { id })).toBe(path)
  })
})

it('a query passes by its names, each once', () => {
  expect(allowedQuery(['from', 'to'], '/x?to=2&from=1&from=9&token=secret')).toBe('?from=1&to=2')
  expect(allowedQuery(['from'], '/x?From=1')).toBe('')
  expect(allowedQuery(['topics'], '/x?topics=a,b&x=%00')).toBe('?topics=a%2Cb')
  expect(allowedQuery([], '/x?a=1')).toBe('')
})
