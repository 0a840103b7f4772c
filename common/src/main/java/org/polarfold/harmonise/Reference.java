package org.polarfold.harmonise;

import java.io.Serializable;

/** What sites are made alike to. */
public sealed interface Reference extends Serializable {

  /** All sites together. */
  Reference POOLED = new Pooled();

  /** A site, which stays as it is. */
  static Reference site(int place) {
    return new Site(place);
  }

  /** All sites together. */
  record Pooled() implements Reference {}

  /**
   * A site, which stays as it is.
   *
   * @param place of the site
   */
  record Site(int place) implements Reference {}
}
