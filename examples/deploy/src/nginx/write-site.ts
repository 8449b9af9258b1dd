import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderSite, type SiteSettings } from './site.ts'

const TEMPLATES = path.join(import.meta.dirname, '../../nginx')

/** Each template and where it lies below nginx's own folder. */
const FILES: Readonly<Record<string, string>> = {
  'tezgah-http.conf': 'conf.d/tezgah-http.conf',
  'tezgah-site.conf': 'sites-available/tezgah-site.conf',
  'proxy_headers.inc': 'tezgah/proxy_headers.inc',
  'tls.inc': 'tezgah/tls.inc',
}

/** Without this file nginx requests no client certificate. */
const CLIENT_CERTIFICATES = { 'client_certificates.inc': 'tezgah/client_certificates.inc' }

/** Writes nginx's files below `folder`, over what lies there; returns their paths. */
export function writeSite(folder: string, settings: SiteSettings): readonly string[] {
  for (const place of Object.values(CLIENT_CERTIFICATES)) rmSync(path.join(folder, place), { force: true })
  return Object.entries({ ...FILES, ...(settings.clientCertificates ? CLIENT_CERTIFICATES : {}) }).map(
    ([template, place]) => {
      const file = path.join(folder, place)
      const text = renderSite(readFileSync(path.join(TEMPLATES, template), 'utf8'), settings)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
  )
}
