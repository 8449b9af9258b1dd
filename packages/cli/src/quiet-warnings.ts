import process from 'node:process'

const EXPECTED = new Set(['MODULE_TYPELESS_PACKAGE_JSON'])

/**
 * Keeps Node from warning about what is meant to happen here: a strategy that is TypeScript, in a folder without a package.json. All other warnings pass.
 */
export function quietExpectedWarnings(): void {
  const printers = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning: Error & { readonly code?: string }) => {
    if (EXPECTED.has(warning.code ?? '') || /type stripping/i.test(warning.message)) return
    for (const print of printers) print(warning)
  })
}
