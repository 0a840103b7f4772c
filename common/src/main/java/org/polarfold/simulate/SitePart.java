package org.polarfold.simulate;

import java.io.Serializable;

/**
 * A range of a site's patients, the unit of work.
 *
 * @param site its place in the consortium, from 0
 * @param number of the part at the site, from 0
 * @param place of the part among all, from 0
 * @param from its first patient, from 0
 * @param to the patient after its last
 */
public record SitePart(int site, int number, int place, int from, int to) implements Serializable {}
