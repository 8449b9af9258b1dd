// The very program of the ES module example: the engine needs nothing that a browser lacks.
const lines = []
const log = console.log
console.log = (line) => lines.push(line)
await import('../esm/app.mjs')
console.log = log
document.querySelector('output').textContent = lines.join('\n')
