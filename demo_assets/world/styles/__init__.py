# SPDX-License-Identifier: GPL-3.0-or-later
"""The same thing in another domain: painted, or inked and filled with flat colour."""
