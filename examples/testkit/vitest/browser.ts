/** Unpacks the browser once, before test workers that need it run side by side. Where CHROMIUM names one, that one is used. */
export default async function prepareBrowser(): Promise<void> {
  if (process.env['CHROMIUM'] || process.platform !== 'linux' || process.arch !== 'x64') return
  const { default: packaged } = await import('@sparticuz/chromium')
  process.env['CHROMIUM'] = await packaged.executablePath()
}
