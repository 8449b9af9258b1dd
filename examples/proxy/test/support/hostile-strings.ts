const KINDS: readonly ((index: number) => string)[] = [
  (index) => `<script>globalThis.hacked=${index}</script>`,
  (index) => `<img src=x onerror="globalThis.hacked=${index}">`,
  (index) => `"><svg onload=globalThis.hacked=${index}>`,
  (index) => `javascript:globalThis.hacked=${index}`,
  (index) => `{{constructor.constructor('globalThis.hacked=${index}')()}}`,
  (index) => `\u202e\u2066right to left ${index}`,
  (index) => `${'W'.repeat(300)}${index}`,
  (index) => `Z̶̢̛̗a̷l̴g̵o̶ ${'\u0301'.repeat(40)}${index}`,
  (index) => `__proto__ ${index}`,
  (index) => `\ud83d ${index} \u0000\u0007\u2028`,
  (index) => `${'🏳️‍🌈'.repeat(60)}${index}`,
  (index) => ` ${'\n'.repeat(20)}${index}`,
]

/** Gives another string that wants to break a page at each call; `count` says how many there were. */
export function hostileStrings(): (() => string) & { readonly count: () => number } {
  let index = 0
  const next = (): string => {
    index++
    return KINDS[index % KINDS.length]?.(index) ?? ''
  }
  return Object.assign(next, { count: () => index })
}
