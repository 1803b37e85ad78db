// The whole: what is known of the tables, what was done and is not answered yet, and how it is shown meanwhile.
//
// Every order has a number and is sent again until the program has answered it. What was done last is what is shown: an answer to
// an earlier order never covers it.

const AGAIN = 4000
// After so long a pause, or as soon as somebody turns to it, the rest of the page follows what was saved.
const PAUSE = 6000
// Turning to something else often ends in a press on a link to another page, which nothing may be sent after: it would be about
// a page that is no longer there.
const TURN = 300
const LEAVING = 10000
let lastLed = ''

class Sheet {
  constructor(root) {
    this.root = root
    this.client = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
    this.number = 0
    this.pending = []
    this.unread = new Map()
    this.refused = null
    this.chosen = ''
    this.previous = false
    this.beside = true
    this.current = null
    this.shown = new Map()
    this.cells = new Cells(this)
    this.keys = new Keys(this, this.cells)
    this.aside = new Aside(this)
    this.head = new Head(this)
    this.box = node('div', { class: 'official', lang: 'zh-CN' },
      this.head.box, node('div', { class: 'sides' }, this.cells.box, this.aside.box))
    root.append(this.box)
    this.acted = this.sent = 0
    this.behind = false
    this.timer = setInterval(() => this.look(), 500)
    this.box.addEventListener('pointerleave', () => this.turnedAway())
    this.left = 0
    this.pressed = event => {
      if (event.target.closest?.('a[href]')) this.left = Date.now()
    }
    document.addEventListener('click', this.pressed, true)
  }

  close() {
    clearInterval(this.timer)
    document.removeEventListener('click', this.pressed, true)
    this.box.remove()
  }

  inside() {
    return this.box.matches(':hover') || Boolean(this.active())
  }

  turnedAway() {
    this.acted = 0
    setTimeout(() => this.look(), TURN)
  }

  look() {
    const now = Date.now()
    if (now - this.left < LEAVING || !this.box.isConnected) return
    if (this.pending.length && now - this.sent > AGAIN) this.post()
    if (this.pending.length || !this.behind || this.keys.mode || (this.inside() && now - this.acted < PAUSE)) return
    this.behind = false
    this.send('settled', this.change())
  }

  // --- told by the program

  take(told) {
    const form = JSON.stringify([told.report, told.tables])
    const fresh = this.form !== form
    this.told = told
    if (fresh) this.begin(form)
    this.answered(told.exchange)
    this.draw()
    this.led(told.goto)
  }

  begin(form) {
    this.form = form
    this.shown.clear()
    this.cells.build(this.told.tables, this.told.cells)
    const before = kept.read(this.name())
    this.pending = []
    this.unread = new Map()
    if (!before) return
    this.previous = before.previous
    this.beside = before.beside
    for (const order of before.pending) this.order(order)
    // What could not be read stays in its cell over a reload; the program says anew what is wrong with it.
    for (const [id, { text }] of before.unread) {
      const { key, previous } = this.place(id)
      if (this.told.cells[key]) this.order({ kind: 'type', key, text, previous, seen: this.told.change })
    }
  }

  name() {
    return `tables ${this.told.report}`
  }

  keep() {
    const { pending, previous, beside } = this
    kept.write(this.name(), { pending, previous, beside, unread: [...this.unread] })
  }

  answered(exchange) {
    if (exchange.client !== this.client) return
    const waiting = new Map(this.pending.map(order => [order.number, order]))
    this.pending = this.pending.filter(order => order.number > exchange.done)
    for (const answer of exchange.answers) {
      const order = waiting.get(answer.number)
      if (order) this.taken(order, answer)
    }
    this.keep()
  }

  taken(order, { problems, said, conflict, cells }) {
    const later = id => this.pending.some(each => each.kind === 'type' && this.id(each.key, each.previous) === id)
    this.head.note = problems.length ? '' : said
    for (const id of cells) if (!later(id)) this.unread.delete(id)
    if (!problems.length) {
      if (order.kind === 'paste') this.refused = null
    } else if (order.kind === 'type' && !conflict) {
      const id = this.id(order.key, order.previous)
      if (!later(id)) this.unread.set(id, { text: order.text, ...problems[0] })
    } else {
      const title = conflict ? '别人刚刚也改了这里' : order.kind === 'paste' ? '没有粘贴：下列各处要先改好' : '这一步没有完成'
      this.refused = { title, problems }
    }
  }

  led(goto) {
    if (!goto || goto.token === lastLed) return
    lastLed = goto.token
    requestAnimationFrame(() => goto.objection ? this.choose(goto.objection) : this.visit(goto.cell, false, 'center'))
  }

  // --- done by the person

  change() {
    return this.told.change
  }

  order(order) {
    this.number += 1
    this.behind = true
    this.pending.push({ ...order, number: this.number })
    this.post()
  }

  post() {
    this.acted = this.sent = Date.now()
    this.keep()
    this.send('orders', { client: this.client, orders: this.pending })
    this.head.draw()
    setTimeout(() => this.head.draw(), 400)
    setTimeout(() => this.head.draw(), AGAIN)
  }

  typed(place, text, seen) {
    const id = this.id(place.key, this.previous)
    if (text.trim() !== this.text(id).trim()) this.order({ kind: 'type', key: place.key, text, previous: this.previous, seen })
    this.draw()
  }

  pasted(place, text) {
    this.refused = null
    this.order({ kind: 'paste', key: place.key, text, previous: this.previous, seen: this.change() })
    this.draw()
  }

  step(kind) {
    this.order({ kind, seen: this.change() })
  }

  writing() {
    this.acted = Date.now()
  }

  entered(place) {
    this.current = place
    this.head.draw()
  }

  dismissed(place) {
    const id = this.id(place.key, this.previous)
    if (this.unread.has(id)) this.unread.delete(id)
    else this.chosen = ''
    this.keep()
    this.draw()
    place.input.select()
  }

  forgetRefusal() {
    this.refused = null
    this.draw()
    if (this.current) this.cells.focus(this.current)
  }

  choose(id) {
    const found = this.told.objections.find(each => each.id === id)
    if (!found) return
    this.chosen = id
    if (found.cells.length) this.visit(found.cells[0], false, 'center')
    else if (found.previous.length) this.visit(found.previous[0], true, 'center')
    else this.draw()
  }

  visit(key, previous, where = 'center') {
    const place = this.cells.at.get(key)
    if (!place) return
    if (this.previous !== previous) this.turn(previous)
    this.draw()
    this.cells.focus(place, where)
  }

  turn(previous) {
    this.previous = previous
    this.keep()
    this.shown.clear()
    this.draw()
  }

  showBeside(beside) {
    this.beside = beside
    this.keep()
    this.draw()
  }

  cite(place) {
    this.send('cite', place ? { key: place.key, previous: this.previous } : { key: '', previous: false })
  }

  lead(at) {
    this.send('lead', String(at))
  }

  active() {
    return this.root.activeElement
  }

  // --- shown

  id(key, previous) {
    return previous ? `@${key}` : key
  }

  place(id) {
    return id.startsWith('@') ? { key: id.slice(1), previous: true } : { key: id, previous: false }
  }

  // What stands in a cell for the person: what they did last, else what could not be read, else what is saved.
  text(id) {
    const { key, previous } = this.place(id)
    const last = this.pending.findLast(each => each.kind === 'type' && each.key === key && each.previous === previous)
    if (last) return last.text.trim()
    return this.unread.get(id)?.text ?? this.told.cells[key][previous ? 'before' : 'now']
  }

  looks(place, id, value) {
    const { told } = this
    const chosen = told.objections.find(each => each.id === this.chosen)
    const mine = this.previous ? 'previous' : 'cells'
    const before = told.objections.some(each => each.kind !== 'doubt' && each.previous.includes(place.key))
    return [
      this.unread.has(id) ? 'unread' : value === '' ? 'absent' : '',
      this.previous ? (before ? 'dashed' : '') : told.marks[place.key] || '',
      chosen?.[mine].includes(place.key) ? 'chosen' : '',
      this.pending.some(each => each.key === place.key && each.previous === this.previous) ? 'pending' : '',
    ].filter(Boolean)
  }

  draw() {
    if (!this.told) return
    const { told } = this
    const writing = this.keys.mode ? this.active() : null
    this.box.classList.toggle('lean', !this.beside)
    for (const place of this.cells.places) {
      const id = this.id(place.key, this.previous), cell = told.cells[place.key]
      const value = this.text(id), past = cell[this.previous ? 'now' : 'before']
      const looks = this.looks(place, id, value)
      const own = place.input === writing
      this.cells.draw(place, {
        value: own ? place.input.value : value, past: this.beside ? past : '', looks, saying: this.saying(place, value, past),
      })
      const before = this.shown.get(id)
      this.shown.set(id, value)
      if (before !== undefined && before !== value && this.active() !== place.input && !looks.includes('pending')) this.cells.flash(place)
    }
    this.aside.draw()
    this.head.draw()
  }

  saying(place, value, past) {
    const [mine, other] = this.previous ? ['上年', '本年'] : ['本年', '上年']
    const objected = this.objectionsAt(place).length
    const wrong = this.unread.get(this.id(place.key, this.previous))
    return [`${place.label}，${mine}${value || '未填'}，${other}${past || '未填'}`, objected ? `有${objected}处要看` : '', wrong?.what].filter(Boolean).join('，')
  }

  objectionsAt(place) {
    const mine = this.previous ? 'previous' : 'cells'
    return this.told.objections.filter(each => each[mine].includes(place.key))
  }
}

const live = new WeakMap()

export default function (component) {
  const root = component.parentElement
  let sheet = live.get(root)
  if (!sheet) live.set(root, sheet = new Sheet(root))
  sheet.send = component.setTriggerValue
  sheet.take(component.data)
  return () => {
    sheet.close()
    live.delete(root)
  }
}
