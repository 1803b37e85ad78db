// A press on a link to another page can get lost: what the page that is still shown asks for a moment later (a fragment that looks
// again by itself, tables that were just left) is taken by Streamlit to be about that page, and covers the press. So a link is
// pressed again until its page is there, or somebody presses something else.

window.nianbaoArriving ??= (() => {
  const WAITS = [1000, 2000, 4000]
  let timer = 0

  const there = link => !link.isConnected || new URL(link.href).pathname === location.pathname

  const follow = (link, tried) => {
    if (tried === WAITS.length) return
    timer = setTimeout(() => {
      if (there(link)) return
      link.click()
      follow(link, tried + 1)
    }, WAITS[tried])
  }

  document.addEventListener('click', event => {
    if (!event.isTrusted) return
    clearTimeout(timer)
    const link = event.target.closest?.('a[href]')
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
    if (link && !elsewhere && !link.target && link.origin === location.origin) follow(link, 0)
  }, true)
  return true
})()
