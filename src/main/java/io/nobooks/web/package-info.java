/** HTTP, sockets, the bridge, fan-out and the limits of addresses and sockets. */
@NullMarked
package io.nobooks.web;

import org.jspecify.annotations.NullMarked;
