/** What tests stand on: a whole node, clients, Node.js, clocks. */
@NullMarked
package io.nobooks.support;

import org.jspecify.annotations.NullMarked;
