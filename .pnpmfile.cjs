// The node-<os>-<cpu> packages declare `os` and `cpu` as strings; pnpm honours only lists.
const NODE_BINARY = /^node-(bin-)?(linux|darwin|win)-(x64|arm64)$/
// TypeScript 7 ships no compiler API, which these two load.
const NEEDS_TYPESCRIPT_6 = new Set(['tsup', 'typedoc'])

function readPackage(pkg) {
  if (NODE_BINARY.test(pkg.name)) {
    pkg.os = [pkg.os].flat()
    pkg.cpu = [pkg.cpu].flat()
  }
  if (NEEDS_TYPESCRIPT_6.has(pkg.name)) {
    delete pkg.peerDependencies.typescript
    pkg.dependencies ??= {}
    pkg.dependencies.typescript = '6.0.3'
  }
  return pkg
}

module.exports = { hooks: { readPackage } }
