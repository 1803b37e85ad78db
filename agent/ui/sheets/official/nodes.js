// Elements, made without HTML: whatever a user wrote is only ever text.

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== false && value !== null && value !== undefined && value !== '') made.setAttribute(name, value)
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== ''))
  return made
}

function put(box, ...children) {
  box.replaceChildren(...children.filter(child => child !== null && child !== undefined && child !== ''))
}

function say(box, words) {
  if (box.textContent !== words) box.textContent = words
}

// What a window keeps over a reload; where the browser keeps nothing, it is only kept until then.
const kept = {
  read(name) {
    try { return JSON.parse(sessionStorage.getItem(name)) } catch { return null }
  },
  write(name, value) {
    try { sessionStorage.setItem(name, JSON.stringify(value)) } catch { /* a browser that keeps nothing */ }
  },
}
