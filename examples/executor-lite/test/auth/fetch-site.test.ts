import { describe, expect, it } from 'vitest'
import { checkFetchSite } from '../../src/auth/request-guard.ts'

const passes = (method: string, ...sites: string[]) => {
  try {
    checkFetchSite(
      method,
      sites.flatMap((site) => ['Sec-Fetch-Site', site]),
    )
    return true
  } catch (error) {
    expect(error).toMatchObject({ kind: 'cross-site', problem: { status: 403 } })
    return false
  }
}

describe('checkFetchSite', () => {
  const values = ['same-origin', 'none', 'same-site', 'cross-site', '', 'SAME-ORIGIN', 'same-origin, none', 'garbage']

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('lets a %s through from here only', (method) => {
    expect(passes(method)).toBe(true)
    expect(values.filter((value) => passes(method, value))).toEqual(['same-origin', 'none'])
  })

  it.each(['GET', 'HEAD', 'OPTIONS'])('lets a %s through from this site', (method) => {
    expect(passes(method)).toBe(true)
    expect(values.filter((value) => passes(method, value))).toEqual(['same-origin', 'none', 'same-site'])
  })

  it('refuses the header twice', () => {
    expect(passes('POST', 'same-origin', 'same-origin')).toBe(false)
    expect(passes('GET', 'same-origin', 'cross-site')).toBe(false)
  })
})
