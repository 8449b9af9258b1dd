import type { RouteName } from '../routes.ts'

/** The second key after `g`. */
export const GO_KEYS = { h: 'home', b: 'backtest', g: 'guardrails', a: 'audit' } as const satisfies Record<
  string,
  RouteName
>

export const HELP_KEY = '?'
const PREFIX = 'g'
/** A `g` that was pressed longer ago begins nothing any more. */
const PREFIX_MS = 1_500

export type KeyPress = {
  readonly key: string
  /** With Ctrl, Alt or Meta: then it belongs to the browser. */
  readonly hasModifier: boolean
  /** Into a field, or while a dialog is open. */
  readonly isTaken: boolean
  readonly at: number
}

export type Shortcut = { readonly type: 'go'; readonly route: RouteName } | { readonly type: 'help' }

/** Reads key presses one after another; remembers only whether the last one was the prefix. */
export function createShortcutReader(): (press: KeyPress) => Shortcut | null {
  let prefixAt: number | null = null
  return ({ key, hasModifier, isTaken, at }) => {
    const isSecond = prefixAt !== null && at - prefixAt <= PREFIX_MS
    prefixAt = null
    if (hasModifier || isTaken) return null
    if (isSecond && key in GO_KEYS) return { type: 'go', route: GO_KEYS[key as keyof typeof GO_KEYS] }
    if (key === PREFIX) prefixAt = at
    return key === HELP_KEY ? { type: 'help' } : null
  }
}

/** Whether a key goes into what has the focus. */
export function isField(element: Element | null): boolean {
  return element?.matches('input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable=true]') ?? false
}
