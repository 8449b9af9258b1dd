// Runs before the first paint, so that a chosen theme never flashes the other one. A file, since the page allows no inline script.
;(() => {
  const chosen = localStorage.getItem('theme')
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen
})()
