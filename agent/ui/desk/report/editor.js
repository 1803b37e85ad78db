// One part as an editor in place: a text field, and under it the same text unseen, with the marks of its figures.
//
// The field is the browser's own, so that caret, selection, undo and input methods are too; nothing is ever put into it but by
// a person's own step. Marks move with the text until the next verdicts are there.

const PAUSE = 120
const REST = 300
const AGAIN = 4000

class Editor {
  constructor(paper, group, start) {
    this.paper = paper
    this.part = group.part
    this.title = group.title
    this.before = start.before
    this.change = start.change
    this.marks = []
    this.judged = start.text
    this.composing = false
    this.waiting = null
    this.under = node('div', { class: 'under', 'aria-hidden': 'true' })
    this.field = node('textarea', { rows: '1', spellcheck: 'false', 'aria-label': `修改“${group.title}”，一行一段`, lang: 'zh-CN' })
    this.field.value = start.text
    this.state = node('span', { class: 'state', role: 'status' })
    this.list = node('div', { class: 'objections', role: 'status' })
    this.clash = node('div', {})
    this.save = button('保存', () => this.keep(), { class: 'main', title: 'Ctrl+S' })
    this.drop = button('放弃', () => this.giveUp())
    this.box = node('section', { class: 'nb-edit', 'data-editing': group.part, 'aria-label': `修改“${group.title}”` },
      this.clash,
      node('div', { class: 'both' }, this.under, this.field),
      node('div', { class: 'foot' }, this.list,
        node('p', { class: 'ways' }, this.save, this.drop, this.state,
          node('small', {}, '一行一段。Ctrl+S 保存，Esc 离开'))))
    this.listen()
    this.draw()
    this.ask()
  }

  get text() {
    return this.field.value
  }

  get changed() {
    return this.text !== this.before
  }

  listen() {
    const field = this.field
    field.addEventListener('compositionstart', () => {
      this.composing = true
      this.end()
    })
    field.addEventListener('compositionend', () => {
      this.composing = false
      this.typed()
    })
    field.addEventListener('input', () => this.typed())
    // What is pasted has no tabs and no other line ends than ours; it goes in as typing does, so that undo takes it back.
    field.addEventListener('paste', event => {
      const given = event.clipboardData ? event.clipboardData.getData('text/plain') : ''
      const plain = given.replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n').replace(/\t/g, ' ').replace(/^[ \u3000]+|[ \u3000]+$/gm, '')
      if (plain === given) return
      event.preventDefault()
      this.put(field.selectionStart, field.selectionEnd, plain)
    })
    this.box.addEventListener('keydown', event => {
      if (event.isComposing || this.composing) return
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault()
        this.keep()
      } else if (event.key === 'Escape') {
        event.preventDefault()
        this.paper.leave(this)
      }
    })
  }

  // --- typing

  typed() {
    this.touched = performance.now()
    this.draw()
    this.remember()
    if (this.composing) return
    this.say('核对中…')
    clearTimeout(this.timer)
    clearTimeout(this.later)
    this.timer = setTimeout(() => this.ask(), PAUSE)
  }

  remember() {
    const { report } = this.paper.told
    if (!this.changed) return kept.drop(report, this.part)
    const done = kept.write(report, this.part, {
      text: this.text, before: this.before, change: this.change, when: Date.now(),
    })
    if (!done) this.say('浏览器存不下这些文字，请尽快保存')
  }

  ask() {
    clearTimeout(this.timer)
    this.waiting = this.paper.send('typed', this)
  }

  // Words in place of others, as if typed: the browser's undo takes them back.
  put(start, end, words) {
    this.field.focus({ preventScroll: true })
    this.field.setSelectionRange(start, end)
    if (words) document.execCommand('insertText', false, words)
    else if (end > start) document.execCommand('delete')
  }

  // --- verdicts

  take(reply) {
    if (reply.kind === 'typed') return this.judge(reply)
    if (reply.kind === 'mends') return this.offer(reply)
    this.save.disabled = false
    this.field.readOnly = false
    if (reply.refused) this.refuse(reply.refused)
    if (reply.conflict) this.both(reply.conflict)
  }

  judge(reply) {
    if (reply.refused) return this.refuse(reply.refused)
    if (this.composing) return
    this.marks = reply.marks
    this.judged = reply.text
    this.objections = reply.objections
    this.draw()
    // While a text is being saved nothing else is sent: a later letter would take its place.
    if (reply.text === this.text && !this.save.disabled) {
      const left = reply.objections.length
      this.say(left ? `${left} 处要看` : '没有异议')
      this.object()
      this.box.dataset.judged = String(Math.round(performance.now()))
      // Asked for when the person has stopped for a moment: it must not keep the next verdicts waiting.
      clearTimeout(this.later)
      if (reply.objections.some(each => each.expected)) this.later = setTimeout(() => this.paper.send('mends', this), REST)
      if (!this.seen) this.box.scrollIntoView({ block: 'nearest' })
      this.seen = true
    }
  }

  // What would stand there instead comes a moment later.
  offer(reply) {
    if (reply.refused || reply.text !== this.text || reply.text !== this.judged) return
    for (const each of this.objections) each.instead = reply.instead[String(each.start)] || ''
    this.object()
  }

  // The marks of the text that was judged, where they stand in the text as it is now; what was touched since has none.
  moved() {
    const old = this.judged
    const now = this.text
    if (old === now) return this.marks
    const most = Math.min(old.length, now.length)
    let same = 0
    while (same < most && old[same] === now[same]) same += 1
    let tail = 0
    while (tail < most - same && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1
    const shift = now.length - old.length
    return this.marks.flatMap(mark => {
      if (mark.end <= same) return [mark]
      if (mark.start >= old.length - tail) return [{ ...mark, start: mark.start + shift, end: mark.end + shift }]
      return []
    })
  }

  draw() {
    const text = this.text
    const marks = this.moved()
    const cuts = [...new Set([0, text.length, ...marks.flatMap(mark => [mark.start, mark.end])])].sort((a, b) => a - b)
    const pieces = []
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      const words = text.slice(cuts[at], cuts[at + 1])
      const over = marks.filter(mark => mark.start <= cuts[at] && cuts[at + 1] <= mark.end)
      const mark = over.find(each => !each.claim) || over[0]
      pieces.push(mark
        ? node('span', { class: `${mark.claim ? 'claim' : 'fig'} ${mark.verdict}${mark.kept ? ' waived' : ''}`, 'data-verdict': mark.verdict }, words)
        : document.createTextNode(words))
    }
    // A last line that is empty has a height all the same.
    this.under.replaceChildren(...pieces, document.createTextNode('\u200b'))
  }

  object() {
    const items = this.objections.map(each => node('li', {},
      node('b', { class: `${each.claim ? 'claim' : 'fig'} ${each.verdict}` }, each.words), ` ${each.label}　`, each.reason,
      ' ',
      each.instead ? button(`改为“${each.instead}”`, () => this.mend(each), { class: 'mend' })
        : button('找到它', () => this.find(each))))
    this.list.replaceChildren(...(items.length ? [node('ol', {}, ...items)] : []))
  }

  here(mark) {
    return this.text.slice(mark.start, mark.end) === mark.words && this.text === this.judged
  }

  mend(mark) {
    if (this.here(mark)) this.put(mark.start, mark.end, mark.instead)
  }

  find(mark) {
    this.field.focus({ preventScroll: true })
    this.show(mark.start, mark.end)
  }

  // Select a stretch and bring it into sight: a field does not do so for a selection that was not made by hand.
  show(start, end) {
    this.field.setSelectionRange(start, end)
    const range = document.createRange()
    let at = 0
    const walk = document.createTreeWalker(this.under, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const length = walk.currentNode.data.length
      if (at + length > start) {
        range.setStart(walk.currentNode, start - at)
        break
      }
      at += length
    }
    const both = this.under.parentNode
    const offset = range.getBoundingClientRect().top - both.getBoundingClientRect().top
    if (range.startContainer !== document) both.scrollTop += offset - both.clientHeight / 3
  }

  say(words) {
    this.state.textContent = words
  }

  refuse(problems) {
    this.say('没有保存')
    this.list.replaceChildren(node('ol', { class: 'refused' }, ...problems.map(each => node('li', {},
      each.where ? `${each.where}：` : '', each.what, each.mend ? node('span', { class: 'mended' }, ` ${each.mend}`) : ''))))
  }

  // --- saving

  keep() {
    if (this.composing || this.save.disabled) return
    if (!this.changed) return this.paper.leave(this)
    this.end()
    this.save.disabled = true
    this.field.readOnly = true
    this.say('保存中…')
    this.waiting = this.paper.send('save', this)
  }

  both(theirs) {
    this.say('没有保存：别人刚刚也改了这里')
    this.clash.replaceChildren(node('section', { class: 'nb-clash', role: 'alert' },
      node('h6', {}, `${theirs.who}在 ${theirs.when} 也改了“${this.title}”，您的文字还在下面，没有保存`),
      node('p', { class: 'name' }, `${theirs.who}的`),
      node('blockquote', {}, theirs.text || '（空）'),
      node('p', { class: 'ways' },
        button('用我的盖上', () => {
          this.change = theirs.change
          this.before = theirs.text
          this.clash.replaceChildren()
          this.remember()
          this.keep()
        }),
        button('用对方的，放弃我的', () => this.giveUp()))))
    this.remember()
  }

  giveUp() {
    kept.drop(this.paper.told.report, this.part)
    this.paper.close(this)
  }

  end() {
    clearTimeout(this.timer)
    clearTimeout(this.later)
  }
}
