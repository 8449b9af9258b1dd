// Installs the packages of this checkout where they are not installed yet, so that a command runs in a fresh clone.
// JavaScript, because it runs before the pinned Node is there.
import { execSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

// pnpm writes this file at the end of an installation. Standard output belongs to the command that follows.
if (!existsSync(new URL('../../node_modules/.modules.yaml', import.meta.url))) {
  execSync('npm run -s setup', { cwd: root, stdio: ['inherit', 2, 'inherit'] })
}
