import { describe, expect, it } from 'vitest'
import { createShortcutReader, type KeyPress } from '../../../web/app/shortcuts.ts'
import { PAGE_PATHS } from '../../../web/routes.ts'
import { addressInPage, type LinkClick } from '../../../web/state/link-click.ts'
import { addressOf, movedTo, parseLocation } from '../../../web/state/location.ts'

const at = (address: string): URL => new URL(address, 'http://127.0.0.1:3003')

describe('the place of an address', () => {
  it.each(PAGE_PATHS)('%s has a view, with or without a slash at the end', (path) => {
    expect(parseLocation(at(path)).route).not.toBeNull()
    expect(parseLocation({ pathname: `${path}/`, search: '' }).route).toBe(parseLocation(at(path)).route)
  })

  it('is told apart from what does not exist', () => {
    expect(parseLocation(at('/backtests?run=a'))).toEqual({ route: null, path: '/backtests', query: '?run=a' })
    expect(parseLocation(at('/constructor')).route).toBeNull()
  })

  it('is that of the backtest for a link to a run of before', () => {
    expect(movedTo(at('/?run=a%2Fb'))).toBe('/backtest?run=a%2Fb')
    expect(movedTo(at('/'))).toBeNull()
    expect(movedTo(at('/backtest?run=a'))).toBeNull()
  })

  it('is written with its query', () => {
    expect(addressOf('compare', { runs: 'a,b' })).toBe('/backtest/compare?runs=a%2Cb')
    expect(addressOf('audit')).toBe('/audit')
  })
})

describe('a click on a link', () => {
  const HERE = 'http://127.0.0.1:3003/audit'
  const click = (href: string, more: Partial<LinkClick> = {}): LinkClick => ({
    button: 0,
    hasModifier: false,
    alreadyHandled: false,
    link: { href, target: '', isDownload: false },
    ...more,
  })

  it('inside the page is followed by the page', () => {
    expect(addressInPage(click('/backtest?run=a'), HERE)).toBe('/backtest?run=a')
  })

  it.each([
    ['to another origin', click('https://example.com/audit')],
    ['to the API', click('/api/backtest/a/result')],
    ['with a modifier', click('/backtest', { hasModifier: true })],
    ['of the middle button', click('/backtest', { button: 1 })],
    ['that somebody handled', click('/backtest', { alreadyHandled: true })],
    ['into a new tab', click('', { link: { href: '/backtest', target: '_blank', isDownload: false } })],
    ['that downloads', click('', { link: { href: '/backtest', target: '', isDownload: true } })],
    ['to a part of this view', click('/audit#main')],
  ])('%s is left to the browser', (_name, clicked) => {
    expect(addressInPage(clicked, HERE)).toBeNull()
  })
})

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    hasModifier: false,
    isTaken: false,
    at: 0,
    ...more,
  })

  it.each([
    ['h', 'home'],
    ['b', 'backtest'],
    ['g', 'guardrails'],
    ['a', 'audit'],
  ])('g %s goes to %s', (key, route) => {
    const read = createShortcutReader()
    expect(read(press('g'))).toBeNull()
    expect(read(press(key, { at: 1_500 }))).toEqual({ type: 'go', route })
  })

  it('mean nothing when they come too late, alone, with a modifier or into a field', () => {
    const read = createShortcutReader()
    read(press('g'))
    expect(read(press('h', { at: 1_501 }))).toBeNull()
    expect(read(press('a'))).toBeNull()
    read(press('g'))
    expect(read(press('h', { hasModifier: true }))).toBeNull()
    read(press('g', { isTaken: true }))
    expect(read(press('h'))).toBeNull()
    expect(read(press('?', { isTaken: true }))).toBeNull()
  })

  it('? asks for help', () => {
    expect(createShortcutReader()(press('?'))).toEqual({ type: 'help' })
  })
})
