import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Each secret by the variable that the services read and the name that systemd's `LoadCredential=` gives it. */
const CREDENTIALS: Readonly<Record<string, string>> = { ADMIN_TOKEN: 'admin-token' }

/**
 * Puts the credentials that systemd handed over into `variables`, over what stands there. Without
 * `CREDENTIALS_DIRECTORY` nothing happens. A secret in a file is in no unit, no `systemctl show` and no `ps`.
 *
 * @throws Error when the folder is named but a credential is not in it
 */
export function takeCredentials(variables: Record<string, string | undefined>): void {
  const folder = variables['CREDENTIALS_DIRECTORY']
  if (folder === undefined || folder === '') return
  for (const [variable, name] of Object.entries(CREDENTIALS)) {
    variables[variable] = readFileSync(path.join(folder, name), 'utf8').trim()
  }
}
