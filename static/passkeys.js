// Passkeys: a form with data-passkey ("get" or "create") asks the server what to sign, lets the telephone sign it, and
// is sent with the answer. Where the browser knows no passkeys the button never shows, and the page works without it.
(function () {
  'use strict';
  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function opened(options) {
    var lists = (options.allowCredentials || []).concat(options.excludeCredentials || []);
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    lists.forEach(function (one) { one.id = bytes(one.id); });
    return { publicKey: options };
  }
  function closed(made) {
    var answer = {};
    ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (made.response[name]) answer[name] = text(made.response[name]);
    });
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: answer });
  }
  function asked(form) {
    var token = form.querySelector('input[name=csrf_token]').value;
    return fetch(form.dataset.ask, {
      method: 'POST', credentials: 'same-origin', headers: { Accept: 'application/json', 'X-CSRFToken': token }
    }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll('form[data-passkey]'), function (form) {
    var button = form.querySelector('button[data-press]');
    var said = form.querySelector('[role=status]');
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    form.hidden = false;
    button.hidden = false;
    Array.prototype.forEach.call(form.querySelectorAll('[data-unable]'), function (words) { words.hidden = true; });
    function begin(event) {
      event.preventDefault();
      button.disabled = true;
      said.textContent = form.dataset.waiting;
      asked(form).then(function (options) {
        return navigator.credentials[form.dataset.passkey](opened(options));
      }).then(function (made) {
        form.querySelector('input[name=passkey]').value = closed(made);
        form.submit();
      }).catch(function () {
        button.disabled = false;
        said.textContent = form.dataset.failed;
      });
    }
    form.addEventListener('submit', begin);
  });
})();
