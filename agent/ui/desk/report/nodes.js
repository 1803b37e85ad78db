// Elements. Text goes in as text only: nothing of a report is ever read as HTML.

function node(tag, traits = {}, ...inside) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(traits)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...inside.filter(each => each !== null && each !== ''))
  return made
}

function button(label, press, traits = {}) {
  return node('button', { type: 'button', click: press, ...traits }, label)
}

// The place in a string of UTF-16 units of a place counted in characters.
function unitsAt(text, characters) {
  return Array.from(text).slice(0, characters).join('').length
}
