// The button «Hiện» beside a password: shows what was typed, and hides it again before it is sent.
(function () {
  'use strict';
  Array.prototype.forEach.call(document.querySelectorAll('input[type=password][data-show]'), function (input) {
    var button = document.createElement('button');
    var row = document.createElement('div');
    function turn(shown) {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? input.dataset.hide : input.dataset.show;
      button.setAttribute('aria-pressed', String(shown));
    }
    button.type = 'button';
    button.className = 'btn tk-btn2';
    button.setAttribute('aria-controls', input.id);
    row.className = 'd-flex align-items-center gap-2';
    input.parentNode.insertBefore(row, input);
    row.appendChild(input);
    row.appendChild(button);
    button.addEventListener('click', function () { turn(input.type === 'password'); input.focus(); });
    if (input.form) input.form.addEventListener('submit', function () { turn(false); });
    turn(false);
  });
})();
