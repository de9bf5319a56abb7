/** Accounts, passwords, tokens, and sessions with what is told to each alone. */
@NullMarked
package io.nobooks.auth;

import org.jspecify.annotations.NullMarked;
