/* Trình Ký: what a page does beyond HTML. Every page works without this file. Chrome 80+.
   No listener on keys: input, change, focus, submit only. Nothing is rewritten while a word is being composed. */
(function () {
  'use strict';
  var doc = document, body = doc.body, win = window;
  var WAIT = 2000, RETRY = 5000, PREVIEW = 700;
  var user = body.dataset.user || '', keep = body.dataset.keep === 'yes', failed = 'failed' in body.dataset;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function on(target, names, run) { names.split(' ').forEach(function (n) { target.addEventListener(n, run); }); }
  function clock(at) { return (at ? new Date(at) : new Date()).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' }); }
  function fold(text) {
    return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
  }
  function make(tag, cls, text) { var e = doc.createElement(tag); e.className = cls; e.textContent = text; return e; }

  /* ---- amounts in words, as vietnamese.words says them (a test compares) ---- */
  var DIGITS = 'không một hai ba bốn năm sáu bảy tám chín'.split(' ');
  function three(n, full) {
    var h = Math.floor(n / 100), t = Math.floor(n % 100 / 10), u = n % 10, out = [];
    if (h || full) { out.push(DIGITS[h], 'trăm'); }
    if (t > 1) { out.push(DIGITS[t], 'mươi'); } else if (t === 1) { out.push('mười'); } else if (u && (h || full)) { out.push('linh'); }
    if (u === 1 && t > 1) { out.push('mốt'); } else if (u === 4 && t > 1) { out.push('tư'); } else if (u === 5 && t) { out.push('lăm'); } else if (u) { out.push(DIGITS[u]); }
    return out;
  }
  function under(groups, full) { /* at most three groups: triệu, nghìn, none */
    var names = ['triệu', 'nghìn', ''], out = [];
    groups.forEach(function (g, i) {
      if (!g) { return; }
      out = out.concat(three(g, full || out.length > 0));
      if (names[i]) { out.push(names[i]); }
    });
    return out;
  }
  function inWords(digits) {
    digits = digits.replace(/^0+(?=\d)/, '');
    if (digits === '0') { return ['không']; }
    var low = digits.slice(-9).padStart(9, '0'), high = digits.slice(0, -9);
    var groups = [low.slice(0, 3), low.slice(3, 6), low.slice(6)].map(Number);
    var out = high && Number(high) ? inWords(high).concat('tỷ') : [];
    return out.concat(under(groups, out.length > 0));
  }
  function amount(text) {
    var plain = text.trim().replace(/\s*(đồng|đ|vnđ)$/i, '');
    if (!/^\d{1,3}([. ]\d{3})+$|^\d+$/.test(plain)) { return ''; }
    var digits = plain.replace(/\D/g, '');
    if (digits.length > 15) { return ''; }
    var words = inWords(digits).join(' ') + ' đồng';
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
  win.trinhky = { amount: amount, fold: fold };

  all('[data-money]').forEach(function (input) {
    var out = doc.getElementById(input.dataset.money);
    on(input, 'input', function () { out.textContent = amount(input.value); });
  });
  all('[data-readback]').forEach(function (input) {
    var out = doc.getElementById(input.dataset.readback), was = input.value, words = out.textContent;
    on(input, 'input', function () { out.textContent = input.value === was ? words : ''; });
  });
  all('[data-paste]').forEach(function (area) {
    var out = doc.getElementById(area.dataset.paste);
    on(area, 'input', function () {
      var n = area.value.split('\n').filter(function (row) { return row.trim(); }).length;
      out.textContent = n ? area.dataset.word.replace('{n}', n) : '';
    });
  });

  /* ---- files: the label becomes the button ---- */
  all('input[data-file]').forEach(function (input) {
    var label = all('label[for="' + input.id + '"].btn')[0], out = doc.getElementById(input.dataset.file);
    if (label) { label.hidden = false; input.classList.add('visually-hidden'); }
    on(input, 'change', function () {
      var files = Array.from(input.files), large = files.some(function (f) { return f.size > input.dataset.most; });
      if (large) { input.value = ''; } // the door would refuse it with all that was typed
      out.textContent = large ? input.dataset.large : files.map(function (f) {
        return f.name + ' (' + (f.size < 1e6 ? Math.max(1, Math.round(f.size / 1e3)) + ' kB' : (f.size / 1e6).toFixed(1).replace('.', ',') + ' MB') + ')';
      }).join(', ');
    });
  });

  /* ---- people picker: narrows the list, marks the hit ---- */
  function mark(name, wanted) {
    var text = name.textContent, folded = '', map = [], at;
    Array.prototype.forEach.call(text.normalize('NFC'), function (c, i) { var f = fold(c) || ' '; folded += f; while (map.length < folded.length) { map.push(i); } });
    name.textContent = text;
    at = wanted ? folded.indexOf(wanted) : -1;
    if (at < 0) { return; }
    var end = map[at + wanted.length - 1] + 1, start = map[at];
    name.textContent = '';
    name.append(text.slice(0, start), make('mark', '', text.slice(start, end)), text.slice(end));
  }
  all('[data-picker]').forEach(function (box) {
    var find = box.querySelector('input[type=search]'), rows = all('li[data-key]', box), say = box.querySelector('[data-count]');
    var button = find.parentNode.querySelector('button'), composing = false;
    button.hidden = true;
    function narrow() {
      var wanted = fold(find.value), seen = 0;
      rows.forEach(function (row) {
        row.hidden = row.dataset.key.indexOf(wanted) < 0;
        seen += row.hidden ? 0 : 1;
        mark(row.querySelector('[data-name]'), wanted);
      });
      count(seen);
    }
    function count(seen) {
      var n = rows.filter(function (row) { return row.querySelector('input').checked; }).length;
      say.textContent = (seen === 0 ? say.dataset.none + ' ' : '') + say.dataset.count.replace('{n}', n);
    }
    on(find, 'compositionstart', function () { composing = true; });
    on(find, 'compositionend', function () { composing = false; narrow(); });
    on(find, 'input', function (e) { if (!composing && !e.isComposing) { narrow(); } });
    on(box, 'change', function () { count(-1); });
    if (find.value) { narrow(); }
  });

  /* ---- what is being made: the page opens again once it is there ---- */
  all('[data-again]').forEach(function () {
    function look() {
      fetch(location.href).then(function (r) { return r.text(); })
        .then(function (html) { if (html.indexOf('data-again') < 0) { location.reload(); } else { wait(); } }, wait);
    }
    function wait() { setTimeout(look, WAIT); }
    wait();
  });

  /* ---- a page that came back with errors ---- */
  var summary = doc.getElementById('errors');
  if (summary) { summary.focus(); }

  /* ---- the button says what was chosen ---- */
  all('button[data-follows]').forEach(function (button) {
    function say() { all('[name="' + button.dataset.follows + '"]:checked', button.form).forEach(function (e) { button.textContent = e.labels[0].textContent; }); }
    on(button.form, 'change tk:chosen', say);
    say();
  });

  /* ---- one press, one command ---- */
  on(doc, 'submit', function (e) {
    var form = e.target;
    if (e.defaultPrevented || form.method !== 'post' || (e.submitter && e.submitter.formTarget)) { return; }
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  on(win, 'pageshow', function () { all('form[data-sent]').forEach(function (f) { delete f.dataset.sent; }); });

  /* ---- kept on this machine until the server has it: per user and draft, erased at sign-out ---- */
  function copyOf(url) {
    var key = 'tk:' + user + ':' + url;
    return {
      key: key,
      put: function (value) { if (keep && user) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (full) { keep = false; } } },
      get: function () { try { return keep && user ? JSON.parse(localStorage.getItem(key)) : null; } catch (broken) { return null; } },
      drop: function () { try { localStorage.removeItem(key); } catch (closed) { /* nothing was kept */ } }
    };
  }
  all('form[data-signout]').forEach(function (form) {
    on(form, 'submit', function () {
      try { Object.keys(localStorage).forEach(function (k) { if (k.indexOf('tk:') === 0) { localStorage.removeItem(k); } }); } catch (closed) { /* nothing was kept */ }
    });
  });

  function ticks(e) { return /^(checkbox|radio)$/.test(e.type); }
  function controls(form) {
    return all('input,textarea,select', form).filter(function (e) { return e.name && !/^(hidden|file|password|submit|search)$/.test(e.type); });
  }
  function typed(form) {
    return controls(form).map(function (e) { return ticks(e) ? [e.name, e.value, e.checked] : [e.name, '', e.value]; });
  }
  function post(url, form, accept, leaving) {
    var data = new FormData(form);
    all('input[type=file]', form).forEach(function (e) { if (e.name) { data.delete(e.name); } });
    return fetch(url, { method: 'POST', body: data, keepalive: leaving, headers: { Accept: accept, 'X-Requested-With': 'fetch' } });
  }
  function fill(form, values) {
    var at = {};
    values.forEach(function (v) { at[v[0] + '\n' + v[1]] = v[2]; });
    controls(form).forEach(function (e) {
      var value = at[e.name + '\n' + (ticks(e) ? e.value : '')];
      if (value === undefined) { return; }
      if (ticks(e)) { e.checked = value; } else { e.value = value; }
    });
    all('[data-money]', form).forEach(function (e) { e.dispatchEvent(new Event('input')); });
  }

  /* a form that was taken needs no copy; before a sign-in or error page the copy stays */
  var gone = sessionStorage.getItem('tk:sent');
  sessionStorage.removeItem('tk:sent');
  if (gone && user && !failed) { localStorage.removeItem(gone); }

  /* ---- autosave: two seconds after the last change and on leaving a field ---- */
  all('form[data-autosave]').forEach(function (form) {
    var store = copyOf(form.dataset.autosave), say = doc.getElementById('saved'), timer = 0, busy = false, dirty = false, stopped = false, composing = false, lost = '', wanted = null;
    var version = form.elements.namedItem('version'), first = JSON.stringify(typed(form)), sent = first;
    function tell(word, time, link, said) {
      var sign = { saved: 'done', saving: 'half' }[word] || 'warn';
      var words = said || (say.dataset[word + (keep && user ? '' : 'Plain')] || say.dataset[word]).replace('{time}', time || '');
      if (say.dataset.now === words) { return; }
      say.dataset.now = words;
      say.className = 'tk-saved' + (sign === 'warn' ? ' w' : '');
      say.innerHTML = '<svg class="tk-i" aria-hidden="true" focusable="false"><use href="#i-' + sign + '"/></svg> ';
      say.append(words, ' ', link || '');
    }
    function anchor(word, url) { var a = make('a', '', say.dataset[word]); a.href = url; return a; }
    function copy() { store.put({ version: version && version.value, at: Date.now(), fields: typed(form) }); }
    function later(wait) { clearTimeout(timer); timer = setTimeout(save, wait); }
    function changed() {
      dirty = JSON.stringify(typed(form)) !== sent;
      if (!dirty) { return; }
      copy();
      if (!stopped) { later(WAIT); }
    }
    function answer(status, data, snapshot) {
      if (status === 200 && data && data.ok) {
        form.dispatchEvent(new CustomEvent('tk:told', { bubbles: true, detail: data.beside || [] }));
        if (version && data.version !== undefined) { version.value = data.version; }
        sent = snapshot; lost = '';
        dirty = JSON.stringify(typed(form)) !== sent;
        if (dirty) { copy(); later(WAIT); } else { store.drop(); }
        tell('saved', clock(data.saved_at));
        form.dispatchEvent(new CustomEvent('tk:saved', { detail: data }));
      } else if (status === 403 || status === 404 || status === 409) {
        stopped = true; tell('conflict', '', anchor('reopen', location.href), data && data.message);
      } else if (status === 400 || status === 401) {
        stopped = true; tell('over', '', anchor('login', (data && data.login) || say.dataset.loginUrl || location.href));
      } else if (status === 413) {
        tell('refused');
      } else {
        if (!navigator.onLine) { lost = lost || clock(); tell('offline', lost); } else { tell('failed'); }
        later(RETRY);
      }
    }
    function save(leaving) {
      clearTimeout(timer);
      if (busy || stopped || !dirty) { return; }
      if (composing && leaving !== true) { later(WAIT); return; }
      busy = true;
      var snapshot = JSON.stringify(typed(form));
      if (leaving !== true) { tell('saving'); }
      post(form.dataset.autosave, form, 'application/json', leaving === true)
        .then(function (r) { return r.redirected ? { s: 401 } : r.json().then(function (d) { return { s: r.status, d: d }; }, function () { return { s: r.status }; }); })
        .then(function (r) { busy = false; answer(r.s, r.d, snapshot); send(); }, function () { busy = false; answer(0, null, snapshot); send(); });
    }
    /* a press while saving waits for the answer: the page sent must know the version that the saving made */
    function send() { if (wanted) { busy = false; form.requestSubmit(wanted); } }
    on(form, 'compositionstart', function () { composing = true; });
    on(form, 'compositionend', function () { composing = false; changed(); });
    on(form, 'input change', changed);
    on(form, 'focusout', function () { changed(); if (dirty) { save(); } });
    on(form, 'submit', function (e) {
      if (e.defaultPrevented) { return; }
      if (busy && e.submitter) { e.preventDefault(); if (!wanted) { setTimeout(send, RETRY); } wanted = e.submitter; return; }
      wanted = null; clearTimeout(timer); stopped = true; sessionStorage.setItem('tk:sent', store.key);
    });
    on(win, 'online', function () { if (dirty) { save(); } });
    on(win, 'pageshow', function (e) { if (e.persisted) { stopped = false; } });
    on(doc, 'visibilitychange', function () { if (doc.hidden && dirty) { save(true); } });

    /* what an earlier visit could not send: taken back when nobody saved since, else offered */
    var kept = store.get();
    if (kept && JSON.stringify(kept.fields) !== first) {
      var take = function () { fill(form, kept.fields); say.dataset.now = ''; changed(); save(); };
      if (!version || kept.version === version.value) { take(); } else {
        var yes = make('button', 'btn tk-btn2', say.dataset.take), no = make('button', 'btn btn-link', say.dataset.drop);
        yes.type = no.type = 'button';
        on(yes, 'click', take);
        on(no, 'click', function () { store.drop(); say.textContent = ''; });
        tell('kept', clock(kept.at), yes);
        say.append(no);
      }
    } else if (failed) { sent = ''; changed(); } else { store.drop(); }
  });

  /* ---- live preview: the old sheet stays until the new one is there ---- */
  all('form[data-preview]').forEach(function (form) {
    var frame = doc.getElementsByName(form.dataset.frame)[0], timer = 0, composing = false, turn = 0;
    if (!frame) { return; }
    all('[data-live]').forEach(function (e) { e.hidden = false; });
    function show(html) {
      var next = frame.cloneNode();
      next.removeAttribute('src'); next.removeAttribute('loading');
      next.classList.add('tk-wait');
      on(next, 'load', function () { if (next.isConnected && frame !== next) { next.classList.remove('tk-wait'); frame.remove(); frame = next; } });
      all('iframe.tk-wait', frame.parentNode).forEach(function (old) { old.remove(); });
      next.srcdoc = html;
      frame.parentNode.appendChild(next);
    }
    function refresh() {
      if (composing || !frame.offsetParent) { return; }
      var mine = ++turn;
      post(form.dataset.preview, form, 'text/html', false)
        .then(function (r) { return r.ok && !r.redirected ? r.text() : ''; })
        .then(function (html) { if (html && mine === turn) { show(html); } }, function () { /* the old sheet stays */ });
    }
    function later() { clearTimeout(timer); if (!composing) { timer = setTimeout(refresh, PREVIEW); } }
    on(form, 'compositionstart', function () { composing = true; clearTimeout(timer); });
    on(form, 'compositionend', function () { composing = false; later(); });
    on(form, 'input change', function (e) { if (!e.isComposing) { later(); } });
  });
})();
