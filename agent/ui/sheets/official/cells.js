// The tables as printed, an input in every box to be filled in, and where the cells stand to each other.

class Cells {
  constructor(sheet) {
    this.sheet = sheet
    this.box = node('div', { class: 'tables' })
    this.places = []
    this.at = new Map()
  }

  build(tables, labels) {
    this.places = []
    this.at.clear()
    put(this.box, ...tables.map((table, index) => this.table(table, index, labels)))
    const first = this.places[0]
    if (first) first.input.tabIndex = 0
  }

  table(table, index, labels) {
    const group = (name, rows) => rows.length ? node(name, {}, ...rows.map(row => this.row(row, index, labels))) : null
    const heads = table.rows.slice(0, table.heads), rest = table.rows.slice(table.heads)
    const look = table.labels > 1 ? 'nested' : table.labels ? '' : 'wide'
    return node('section', { class: 'sheet' }, node('h4', {}, table.heading),
      node('table', { class: look, 'data-table': table.id, 'aria-label': table.heading }, columns(table), group('thead', heads), group('tbody', rest)))
  }

  row(boxes, table, labels) {
    return node('tr', {}, ...boxes.map(box => box.key ? this.cell(box, table, labels[box.key]) : heading(box)))
  }

  cell(box, table, told) {
    const input = node('input', {
      type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', tabindex: '-1', 'data-key': box.key,
    })
    const past = node('span', { class: 'past', 'aria-hidden': 'true' })
    const made = node('td', spans(box), input, past)
    const place = {
      key: box.key, label: told.label, table, row: box.row, left: box.column, right: box.column + box.columns,
      box: made, input, past,
    }
    this.places.push(place)
    this.at.set(box.key, place)
    return made
  }

  of(input) {
    return this.at.get(input.dataset.key)
  }

  // The cell beside, above or below one; over the end of a table, the nearest of the next one.
  beside(place, across, down) {
    if (across) {
      const row = this.places.filter(each => each.table === place.table && each.row === place.row)
      return row[row.indexOf(place) + across] || null
    }
    const middle = (place.left + place.right - 1) / 2
    const away = each => Math.max(0, each.left - middle, middle - each.right + 1)
    const rank = each => each.table * 1000 + each.row
    const ahead = this.places.filter(each => (rank(each) - rank(place)) * down > 0)
    if (!ahead.length) return null
    const nearest = ahead.reduce((best, each) => Math.min(best, Math.abs(rank(each) - rank(place))), Infinity)
    const near = ahead.filter(each => each.table === place.table && away(each) === 0)
    const line = near.length ? near : ahead.filter(each => Math.abs(rank(each) - rank(place)) === nearest)
    return line.reduce((best, each) => {
      const closer = Math.abs(rank(each) - rank(place)) - Math.abs(rank(best) - rank(place))
      return closer < 0 || (closer === 0 && away(each) < away(best)) ? each : best
    })
  }

  after(place, step) {
    return this.places[this.places.indexOf(place) + step] || null
  }

  ends(place) {
    const row = this.places.filter(each => each.table === place.table && each.row === place.row)
    return [row[0], row[row.length - 1]]
  }

  focus(place, where = 'nearest') {
    for (const each of this.places) each.input.tabIndex = each === place ? 0 : -1
    place.input.focus({ preventScroll: true })
    place.box.scrollIntoView({ block: where, inline: 'nearest' })
  }

  // One cell as it stands: `value` is shown, `past` beside it, `looks` are its marks.
  draw(place, { value, past, looks, saying }) {
    if (place.input.value !== value) place.input.value = value
    say(place.past, past)
    const wanted = looks.join(' ')
    if (place.box.className !== wanted) place.box.className = wanted
    if (place.input.getAttribute('aria-label') !== saying) place.input.setAttribute('aria-label', saying)
    place.input.setAttribute('aria-invalid', looks.includes('unread') ? 'true' : 'false')
  }

  flash(place) {
    place.box.classList.add('fresh')
    setTimeout(() => place.box.classList.remove('fresh'), 1200)
  }
}

// Row headings take what they need, so that the figures have the rest.
function columns({ labels, width }) {
  return node('colgroup', {}, ...Array.from({ length: width }, (_, index) =>
    node('col', { class: index >= labels ? 'figure' : index < labels - 1 ? 'group' : 'label' })))
}

function heading(box) {
  // A number in brackets stays whole, and what it numbers begins a line where the heading is narrow: （三）不予公开.
  const [, number, rest] = box.look.includes('inner') && box.text.match(/^(（.{1,2}）)(.+)$/) || []
  const words = number ? [node('span', {}, number), node('span', {}, rest)] : [box.text]
  return node('th', { ...spans(box), class: box.look, scope: box.scope }, ...words)
}

function spans(box) {
  return { rowspan: box.rows > 1 ? box.rows : null, colspan: box.columns > 1 ? box.columns : null }
}
